/**
 * Models by name: what lies in a folder of models, where it came from, and whether it is still what
 * it was. Read {@link dev.frameloom.catalog.Catalog} and {@link dev.frameloom.catalog.CatalogEntry}
 * first.
 */
package dev.frameloom.catalog;

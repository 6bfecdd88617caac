/**
 * What steers a model by pictures: ControlNets, and the detectors that make their control images.
 * Read {@link dev.frameloom.control.ControlNet} and {@link dev.frameloom.control.ControlImages}
 * first.
 */
package dev.frameloom.control;

/**
 * How good a model is at restyling frames that it was not trained on. Read {@link
 * dev.frameloom.evaluate.ModelEvaluation} first, then {@link
 * dev.frameloom.evaluate.EvaluationOptions} and {@link dev.frameloom.evaluate.StyleMatch}.
 */
package dev.frameloom.evaluate;

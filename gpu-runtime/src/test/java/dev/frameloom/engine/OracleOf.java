package dev.frameloom.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that compares kernels with an oracle of its own, where a {@link KernelCase} won't do. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface OracleOf {

  /** Names of the kernels. */
  String[] value();
}

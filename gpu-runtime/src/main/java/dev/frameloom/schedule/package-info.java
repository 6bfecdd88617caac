/** Noise schedules and samplers. Read {@link dev.frameloom.schedule.DdimSchedule} first. */
package dev.frameloom.schedule;

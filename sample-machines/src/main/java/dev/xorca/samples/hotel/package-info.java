/** The services of a hotel, for the sample {@code hotel-reservation}. */
@NullMarked
package dev.xorca.samples.hotel;

import org.jspecify.annotations.NullMarked;

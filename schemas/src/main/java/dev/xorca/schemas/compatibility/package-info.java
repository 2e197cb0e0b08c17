/** What a change of a schema breaks: whether all that was valid by one is valid by the other, and what is not. */
@NullMarked
package dev.xorca.schemas.compatibility;

import org.jspecify.annotations.NullMarked;

/** One node: the router's runtime with HTTP in front of it. */
@NullMarked
package dev.xorca.server.node;

import org.jspecify.annotations.NullMarked;

package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.List;

/**
 * What a proof got stuck on: a place where what the writer says does not imply what the reader wants.
 *
 * @param writer what the writer says of the place
 * @param wanted a schema of the reader's with nothing but the rule, and what it needs beside it
 * @param towards schemas that a value which breaks the rule is likely to satisfy; each is one to try
 */
record Obstacle(
        Place place, Constraints writer, SchemaNode wanted, String rule, String message, List<SchemaNode> towards) {

    Obstacle {
        towards = List.copyOf(towards);
    }
}

package dev.xorca.schemas;

import java.util.Map;

/** Makes schemas that can be checked out of schema documents; the one place that knows which library does it. */
public interface SchemaCompiler {

    /**
     * Compiles a schema. References may only lead within the document: nothing is fetched.
     *
     * @param document a JSON Schema, draft-04, -06 or -07 (the default)
     * @throws SchemaException when the document is no such schema
     */
    PayloadSchema compile(Map<String, Object> document);

    /** The compiler that this project ships. */
    static SchemaCompiler standard() {
        return new EveritCompiler();
    }
}

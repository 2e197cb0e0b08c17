package dev.xorca.schemas;

import java.util.Map;

/** Makes schemas that can be checked out of schema documents; the one place that knows which library does it. */
public interface SchemaCompiler {

    /**
     * Compiles a schema that refers to nothing but itself.
     *
     * @param document a JSON Schema, draft-04, -06 or -07 (the default)
     * @throws SchemaException when the document is no such schema
     */
    default PayloadSchema compile(Map<String, Object> document) {
        return compile(document, SchemaDocuments.NONE);
    }

    /**
     * Compiles a schema. What it refers to becomes a part of it; nothing is ever fetched.
     *
     * @param document a JSON Schema, draft-04, -06 or -07 (the default)
     * @param others the documents that it may refer to
     * @throws SchemaException when the document is no such schema, or refers to what is not there
     */
    PayloadSchema compile(Map<String, Object> document, SchemaDocuments others);

    /** The compiler that this project ships. */
    static SchemaCompiler standard() {
        return new EveritCompiler();
    }
}

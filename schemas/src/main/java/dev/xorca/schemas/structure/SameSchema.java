package dev.xorca.schemas.structure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether two schemas say the same in the same words, wherever their references lead. Those that do accept the same
 * values; those that do not may accept the same values as well.
 */
public final class SameSchema {
    private static final Set<String> MAPS = Set.of("properties", "patternProperties", "dependencies");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> SCHEMAS =
            Set.of("not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "additionalItems");

    /** Pairs on the way here: two that lead back to themselves are the same if nothing else tells them apart. */
    private final Set<List<SchemaNode>> supposed = new HashSet<>();

    private SameSchema() {}

    public static boolean test(SchemaNode one, SchemaNode other) {
        return one.draft() == other.draft() && new SameSchema().same(one, other);
    }

    /** Whether the same stands at a keyword of both. */
    public static boolean test(String keyword, SchemaNode one, SchemaNode other) {
        return one.draft() == other.draft() && new SameSchema().same(keyword, one, other);
    }

    private boolean same(SchemaNode one, SchemaNode other) {
        if (one.equals(other) || !supposed.add(List.of(one, other))) {
            return true;
        }
        if (one.isReference() || other.isReference()) {
            return sameReferred(one, other);
        }
        return one.isNothing() == other.isNothing() && sameKeywords(one, other);
    }

    private boolean sameReferred(SchemaNode one, SchemaNode other) {
        boolean areAlone =
                one.isReferenceAlone() == one.isReference() && other.isReferenceAlone() == other.isReference();
        if (!areAlone && !(one.isReference() && other.isReference() && sameKeywords(one, other))) {
            return false;
        }
        var target = one.referred();
        var twin = other.referred();
        return target.isPresent() && twin.isPresent() && same(target.get(), twin.get());
    }

    private boolean sameKeywords(SchemaNode one, SchemaNode other) {
        var keywords = new TreeSet<>(one.keywords().keySet());
        keywords.addAll(other.keywords().keySet());
        keywords.removeIf(keyword -> keyword.equals("$ref") || SchemaNode.isAnnotation(keyword));
        return keywords.stream().allMatch(keyword -> same(keyword, one, other));
    }

    private boolean same(String keyword, SchemaNode one, SchemaNode other) {
        if (one.has(keyword) != other.has(keyword)) {
            return false;
        }
        var value = one.get(keyword);
        var twin = other.get(keyword);
        if (MAPS.contains(keyword) && value instanceof Map<?, ?> && twin instanceof Map<?, ?>) {
            return sameNamed(keyword, one, other);
        } else if (value instanceof List<?> list
                && twin instanceof List<?> twins
                && (LISTS.contains(keyword) || keyword.equals("items"))) {
            return list.size() == twins.size() && sameListed(one.children(keyword), other.children(keyword));
        }
        if (SCHEMAS.contains(keyword) || keyword.equals("items")) {
            var child = one.child(keyword);
            var twinChild = other.child(keyword);
            if (child.isPresent() && twinChild.isPresent()) {
                return same(child.get(), twinChild.get());
            }
        }
        return JsonValues.same(value, twin);
    }

    private boolean sameListed(List<SchemaNode> list, List<SchemaNode> twins) {
        for (int i = 0; i < list.size(); i++) {
            if (i >= twins.size() || !same(list.get(i), twins.get(i))) {
                return false;
            }
        }
        return list.size() == twins.size();
    }

    private boolean sameNamed(String keyword, SchemaNode one, SchemaNode other) {
        var named = one.named(keyword);
        var twins = other.named(keyword);
        return named.keySet().equals(twins.keySet())
                && named.entrySet().stream().allMatch(each -> same(each.getValue(), twin(twins, each.getKey())))
                && JsonValues.same(plain(one.get(keyword), named), plain(other.get(keyword), twins));
    }

    private static SchemaNode twin(Map<String, SchemaNode> twins, String name) {
        return twins.getOrDefault(name, twins.values().iterator().next());
    }

    /** What stands among named schemas and is none: the lists of {@code dependencies}. */
    private static Map<?, ?> plain(@Nullable Object value, Map<String, SchemaNode> schemas) {
        var plain = new HashMap<Object, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> {
                if (!schemas.containsKey(String.valueOf(name))) {
                    plain.put(name, each);
                }
            });
        }
        return plain;
    }
}

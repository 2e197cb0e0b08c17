package dev.xorca.schemas.example;

/** Decides between possibilities, of which the first is the one to prefer. */
interface Choice {
    /** The index of one of so many; at least one. */
    int among(int count);
}

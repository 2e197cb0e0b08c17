package dev.xorca.store;

class InMemoryJournalTest extends JournalContract {

    @Override
    Journal journal() {
        return new InMemoryJournal();
    }
}

/// The tables of the index.
///
/// Texts that repeat are numbers through `name`; identifiers are eight bytes of a hash, since what is found is held
/// against the log anyway. An index of SQLite ends with the row's number, here the sequence: so the latest entries of
/// anything, and a range of sequences of it, are found without sorting.
///
/// `peak` is the latest time up to an entry. It never goes down, so a range of time is a range of sequences, also where
/// the clock was set back.
enum IndexSchema {
  /// Another form is another number: an index of another form is made anew.
  static let version = 1

  static let sql = """
    CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE entry (
      sequence INTEGER PRIMARY KEY, segment INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
      time INTEGER NOT NULL, peak INTEGER NOT NULL, event INTEGER NOT NULL, decision INTEGER, caller INTEGER,
      tool INTEGER, code INTEGER, session INTEGER, trace INTEGER, call INTEGER);
    CREATE INDEX entry_peak ON entry (peak);
    CREATE INDEX entry_event ON entry (event);
    CREATE INDEX entry_decision ON entry (decision) WHERE decision IS NOT NULL;
    CREATE INDEX entry_caller ON entry (caller) WHERE caller IS NOT NULL;
    CREATE INDEX entry_tool ON entry (tool) WHERE tool IS NOT NULL;
    CREATE INDEX entry_code ON entry (code) WHERE code IS NOT NULL;
    CREATE INDEX entry_session ON entry (session) WHERE session IS NOT NULL;
    CREATE INDEX entry_trace ON entry (trace) WHERE trace IS NOT NULL;
    CREATE INDEX entry_call ON entry (call) WHERE call IS NOT NULL;
    CREATE VIRTUAL TABLE words USING fts5 (text, content='', columnsize=0);
    CREATE TABLE place (
      segment INTEGER NOT NULL, offset INTEGER NOT NULL, sequence INTEGER NOT NULL, peak INTEGER NOT NULL,
      back INTEGER NOT NULL, last INTEGER NOT NULL);
    """
}

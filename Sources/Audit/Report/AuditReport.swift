import Basics

/// What the command line prints of verifications and entries: for people, and as JSON for programs.
///
/// Text holds no terminal sequences and no line breaks but its own, whatever the log holds.
public enum AuditReport {
  /// The longest value that a table shows, in characters.
  static let cellCharactersMax = 64
}

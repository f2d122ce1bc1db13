/// How long the writer waits for more entries before it begins a commit.
///
/// A commit costs the same for one entry and for fifty, so under load fewer and larger ones leave more of the
/// processor to calls. Load shows in what came while the last commit was made. A lone entry waits for nobody; under
/// load the writer waits for as long as every pause brings something, and for all ``pauses`` at most. The first is
/// short, so that little is lost where everyone waits for this commit already.
struct Gathering: Sendable {
  /// The pauses of one commit: together the most that gathering adds to an entry.
  static let pauses: [Duration] = [.microseconds(200), .microseconds(500)]
  /// Entries that must have come during the last commit.
  static let entriesMin = 2

  private var taken = 0
  private var seen = 0

  /// The next pause; nil to begin the commit. Asked after a commit, and then after every pause.
  ///
  /// - Parameter entries: What waits now.
  mutating func pause(waiting entries: Int) -> Duration? {
    guard entries >= Self.entriesMin, entries > seen, taken < Self.pauses.count else {
      self = Gathering()
      return nil
    }
    seen = entries
    taken += 1
    return Self.pauses[taken - 1]
  }
}

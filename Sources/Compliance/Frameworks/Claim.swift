/// Something that the log of a period, or a test, can show.
public struct Claim: Sendable, Hashable {
  public enum Proof: Sendable, Hashable {
    /// At least so many entries match.
    case count(EntryQuery, atLeast: Int)
    /// There are entries that match the first query, and all of them match the second.
    case every(EntryQuery, has: EntryQuery)
    /// A test that the command runs.
    case test(ClaimTest)
  }

  public let proof: Proof
  /// What it shows if it holds, as a sentence.
  public let shows: String
}

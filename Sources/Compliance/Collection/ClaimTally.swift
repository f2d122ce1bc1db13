import Basics

/// What the entries of a period say to one claim, in memory that does not grow.
struct ClaimTally: Sendable, Equatable {
  /// Entries that are kept whole as samples, of each kind.
  static let samplesMax = 10

  /// Entries that match.
  private(set) var count = 0
  /// Of `every`: entries that match the first query and not the second.
  private(set) var exceptions = 0
  private(set) var samples: [[UInt8]] = []
  private(set) var exceptionSamples: [[UInt8]] = []

  mutating func take(_ line: [UInt8], _ entry: JSONDocument, for proof: Claim.Proof) {
    switch proof {
    case .count(let query, _):
      if query.matches(entry) { keep(line) }
    case .every(let query, let has):
      guard query.matches(entry) else { return }
      keep(line)
      guard !has.matches(entry) else { return }
      exceptions += 1
      if exceptionSamples.count < Self.samplesMax { exceptionSamples.append(line) }
    case .test: break
    }
  }

  private mutating func keep(_ line: [UInt8]) {
    count += 1
    if samples.count < Self.samplesMax { samples.append(line) }
  }
}

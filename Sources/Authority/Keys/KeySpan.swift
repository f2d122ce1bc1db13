import Basics

/// When a key of the authority is in the bundle and when it signs.
///
/// Every key is published first, signs later, and stays published until what it signed has expired, so that whoever
/// looks at the bundle now and then never meets a signature that it cannot check.
struct KeySpan: Sendable, Hashable {
  /// From when it signs; it is in the bundle before that.
  let activates: Timestamp
  /// Until when it is in the bundle.
  let expires: Timestamp

  /// The successor is made when the newest key has this part of its life before it, …
  static let successorAt = 2
  /// … and signs after this part of a life.
  static let lead = 6

  /// A successor's span, or that of a first key, which signs at once.
  init(madeAt now: Timestamp, lifetime: Duration, isFirst: Bool) {
    activates = isFirst ? now : now.adding(lifetime / Self.lead)
    expires = now.adding(lifetime)
  }

  init(activates: Timestamp, expires: Timestamp) {
    self.activates = activates
    self.expires = expires
  }

  /// Which of `spans`, in the order in which they were made, signs at `now`: the newest that is active. Where the
  /// clock went back before all of them, the oldest. nil if all have expired.
  static func signing(_ spans: [KeySpan], now: Timestamp) -> Int? {
    let living = spans.indices.filter { spans[$0].expires > now }
    return living.last { spans[$0].activates <= now } ?? living.first
  }

  /// Whether a successor is due.
  static func needsSuccessor(_ spans: [KeySpan], lifetime: Duration, now: Timestamp) -> Bool {
    guard let newest = spans.map(\.expires).max() else { return true }
    return newest.since(now) < lifetime / successorAt
  }
}

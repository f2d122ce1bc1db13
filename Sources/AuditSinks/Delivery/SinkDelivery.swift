/// How an attempt to deliver ended.
struct SinkDelivery: Sendable {
  /// Records that have not arrived, in order; to be tried again.
  var left: [SinkRecord] = []
  /// Records that the other end will never take, with its reason.
  var rejected: [(record: SinkRecord, reason: String)] = []
  /// Why some are left.
  var failure: SinkFailure?

  /// Everything has arrived.
  static let whole = SinkDelivery()

  static func failed(_ records: [SinkRecord], _ failure: SinkFailure) -> SinkDelivery {
    SinkDelivery(left: records, failure: failure)
  }
}

/// Why records have not arrived.
struct SinkFailure: Error, Sendable, Equatable {
  let reason: String
  /// How long the other end asks us to wait; nil if it does not say.
  var retryAfter: Duration?

  init(_ reason: String, retryAfter: Duration? = nil) {
    self.reason = String(reason.prefix(SinkLimits.reasonMax))
    self.retryAfter = retryAfter
  }
}

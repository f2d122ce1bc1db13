/// One way to deliver records. Called on the sink's own thread, which it may block for as long as its timeout.
protocol Sink: AnyObject {
  /// Delivers records in order; returns once the other end has them, or that it has not.
  func deliver(_ records: [SinkRecord]) -> SinkDelivery

  /// The last of the records that must go in one delivery with the one of this sequence, because they did in an attempt
  /// whose end we do not know; nil if it does not matter.
  func unit(from sequence: UInt64) throws(SinkFailure) -> UInt64?
}

extension Sink {
  func unit(from sequence: UInt64) throws(SinkFailure) -> UInt64? { nil }
}

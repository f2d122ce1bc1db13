import Audit

/// What one layer did with a call, for the record, the metrics and `agw audit explain`.
struct LayerTrace: Sendable {
  let layer: LayerName
  var result: AuditLayer.Result
  /// Time spent in the layer, waiting included.
  var nanoseconds: UInt64
}

import Audit

/// The entries of a log's own files.
public struct LogEntrySource: EntrySource {
  public let kind = "file"
  public let place: String

  /// - Parameter path: The active segment, as `audit.path` names it.
  public init(_ path: String) { place = path }

  public func forEach(in period: EvidencePeriod, _ body: ([UInt8]) -> Bool) throws {
    var filter = AuditFilter()
    filter.since = period.since
    filter.until = period.until
    try AuditSearch(place).forEach(filter, body)
  }
}

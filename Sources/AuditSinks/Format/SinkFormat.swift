import Basics

/// How an entry is written for the other end.
public enum SinkFormat: String, Sendable, CaseIterable {
  /// As the log has it: the line itself, which still holds the hash of the line before.
  case json
  /// ArcSight's Common Event Format, version 0.
  case cef
  /// Open Cybersecurity Schema Framework, version 1.3.0.
  case ocsf

  /// What is sent for a record, without a line end.
  ///
  /// A checkpoint is one JSON object with the signed note. A line that is no JSON object is sent as it is.
  func text(of record: SinkRecord, _ content: SinkContent, origin: String) -> [UInt8] {
    guard content == .entries else { return CheckpointText.json(record) }
    guard self != .json, let entry = EntryValues(record.bytes) else { return record.bytes }
    return self == .cef ? CEFText.text(of: entry) : OCSFText.json(of: entry, origin: origin)
  }
}

import Basics

/// Messages of syslog, framed for a stream.
///
/// - Source: RFC 5424, section 6; RFC 6587, section 3.4.1 (octet counting), which RFC 5425 demands for TLS.
struct SyslogText: Sendable {
  /// Log audit: 13 of RFC 5424, section 6.2.1.
  private static let facility = 13
  /// The number of the structured data's ID is the one that RFC 5612 reserves for examples: we have none of our own.
  private static let dataID = "precinct@32473"

  let host: String
  let origin: String
  let format: SinkFormat

  /// A record as a frame: its length in bytes, a space, and the message.
  func frame(_ record: SinkRecord, _ content: SinkContent) -> [UInt8] {
    let message = message(record, content)
    return Array("\(message.count) ".utf8) + message
  }

  func message(_ record: SinkRecord, _ content: SinkContent) -> [UInt8] {
    let entry = content == .entries ? EntryValues(record.bytes) : nil
    let severity = entry.map(Self.severity) ?? 5
    let time = entry?.text("timestamp") ?? "-"
    let event = content == .checkpoints ? "checkpoint" : entry?.event ?? "-"
    let data = [("sequence", String(record.sequence)), ("origin", origin), ("decision_id", entry?.text("decision_id") ?? "")]
      .filter { !$0.1.isEmpty }.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: " ")
    let header = "<\(Self.facility * 8 + severity)>1 \(time) \(host) precinct - \(event) [\(Self.dataID) \(data)] "
    return Array(header.utf8) + format.text(of: record, content, origin: origin)
  }

  /// Warning for what was refused, notice for what happens to the gateway, informational for the rest.
  private static func severity(_ entry: EntryValues) -> Int {
    entry.isDenied || entry.event == "drift" || entry.event == "recovery" ? 4 : entry.isCall ? 6 : 5
  }

  /// RFC 5424, section 6.3.3.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "]" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// A name of this machine as RFC 5424 takes it: printable ASCII, at most 255 characters.
  static func hostName(_ name: String) -> String {
    let kept = name.utf8.filter { (0x21...0x7e).contains($0) }.prefix(255)
    return kept.isEmpty ? "-" : String(decoding: kept, as: UTF8.self)
  }
}

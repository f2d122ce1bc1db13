import Basics
import Logging
import Settings

/// Writes what the program says of itself to standard error: one line a message, as text or as JSON.
///
/// Lines of several processes do not mix, since each is one write.
struct LineLog: LogHandler {
  let label: String
  let format: LogFormat
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(label: String, _ settings: TelemetrySettings) {
    self.label = label
    format = settings.logFormat
    logLevel = Logger.Level(settings.logLevel)
  }

  /// The logger of one running gateway.
  static func logger(_ settings: TelemetrySettings) -> Logger {
    Logger(label: "agw") { LineLog(label: $0, settings) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let members = all.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
    Terminal.note(
      line(at: Timestamp.now(), level: event.level.rawValue, message: "\(event.message)", members))
  }

  /// The line without its end. Control characters become visible: a message must not begin a line of its own.
  func line(at time: Timestamp, level: String, message: String, _ members: [(key: String, value: String)]) -> String {
    switch format {
    case .text:
      let words = members.map { " \($0.key)=\($0.value)" }.joined()
      return Table.visible("\(time.rfc3339) \(level) \(message)\(words)")
    case .json:
      var writer = JSONWriter(capacity: 256)
      writer.beginObject()
      for (key, value) in [("timestamp", time.rfc3339), ("level", level), ("logger", label), ("message", message)] + members {
        writer.key(escaping: key)
        writer.string(value)
      }
      writer.endObject()
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}

extension Logger.Level {
  init(_ level: LogLevel) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}

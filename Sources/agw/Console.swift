import FoundationEssentials
import Logging

/// What commands say to people.
enum Console {
  static let logger: Logger = {
    var logger = Logger(label: "agw", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .warning
    return logger
  }()

  static func note(_ text: String) { write(text, to: .standardError) }

  /// Each line of an error, in full.
  static func fail(_ error: any Error) { note("agw: \(error)") }

  private static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data((text + "\n").utf8))
  }
}

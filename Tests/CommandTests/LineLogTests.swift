import Basics
import Logging
import Settings
import Testing

@testable import agw

@Suite("Log of the program") struct LineLogTests {
  private let time = Timestamp(nanoseconds: 1_763_716_200_123_456_000)

  private func log(_ format: LogFormat, _ level: LogLevel = .info) -> LineLog {
    var settings = TelemetrySettings()
    settings.logFormat = format
    settings.logLevel = level
    return LineLog(label: "agw", settings)
  }

  @Test func textIsOneLineWhateverTheMessageHolds() {
    let line = log(.text).line(at: time, level: "error", message: "a\nb", [("reason", "x\u{1B}[2J")])
    #expect(line == "\(time.rfc3339) error a\u{FFFD}b reason=x\u{FFFD}[2J")
  }

  @Test func jsonIsOneDocumentALine() throws {
    let line = log(.json).line(at: time, level: "notice", message: "a\n\"b\"", [("reason", "x")])
    #expect(!line.contains("\n"))
    let document = try JSONValue.parse(Array(line.utf8))
    #expect(document["timestamp"]?.stringValue == time.rfc3339)
    #expect(document["level"] == "notice")
    #expect(document["message"] == "a\n\"b\"")
    #expect(document["reason"] == "x")
  }

  @Test func theLevelIsTheConfigured() {
    #expect(log(.text, .error).logLevel == .error)
    #expect(log(.text, .trace).logLevel == .trace)
  }
}

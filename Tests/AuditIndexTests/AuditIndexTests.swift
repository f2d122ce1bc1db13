import Audit
import Basics
import FoundationEssentials
import GRDB
import Testing

@testable import AuditIndex

@Suite("Audit index") struct AuditIndexTests {
  private let directory: String
  private var log: String { directory + "/audit.jsonl" }

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/audit-index-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private static let start: Int64 = 1_795_251_600_000_000_000

  /// Entry `number`, whose values repeat with different periods; every seventh was written by a clock set back.
  private func entry(_ number: Int) -> AuditEntry {
    let time = Self.start + Int64(number) * 1_000_000_000 - (number % 7 == 0 ? 3_000_000_000 : 0)
    var entry = AuditEntry(timestamp: Timestamp(nanoseconds: time), event: number.isMultiple(of: 2) ? .decision : .outcome)
    entry.decisionID = "call-\(number / 2)"
    entry.callerID = "spiffe://poc.local/agent/\(number % 3)"
    entry.tool = number % 5 == 0 ? nil : "tool-\(number % 5)"
    entry.decision = number % 11 == 0 ? .deny : .allow
    entry.code = number % 11 == 0 ? "authz_policy_denied" : nil
    entry.sessionID = "session-\(number / 10)"
    entry.traceID = "trace-\(number)"
    if number % 13 == 0 { entry.arguments = Array(#"{"path":"/srv/Report \#(number)","note":"a \"b\" c"}"#.utf8) }
    if number % 17 == 0 { entry.detail = "the report was read" }
    return entry
  }

  private func append(_ numbers: Range<Int>, segmentBytesMax: Int = 20_000) throws {
    let log = try AuditLog(log, AuditLogOptions(segmentBytesMax: segmentBytesMax))
    for number in numbers {
      _ = try log.append(entry(number))
      // A few entries in a commit, so that segments close at their size.
      while number % 20 == 0, log.durableThrough < log.openedAfter + UInt64(number - numbers.lowerBound) { usleep(200) }
    }
    try log.close()
  }

  private func found(_ index: AuditIndex, _ query: AuditQuery) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try index.forEach(query) { line in
      lines.append(line)
      return true
    }
    return lines
  }

  private func scanned(_ filter: AuditFilter) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try AuditSearch(log).forEach(filter) { line in
      lines.append(line)
      return true
    }
    return lines
  }

  /// Filters of every kind and of several kinds together.
  private var filters: [AuditFilter] {
    func filter(_ change: (inout AuditFilter) -> Void) -> AuditFilter {
      var filter = AuditFilter()
      change(&filter)
      return filter
    }
    func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: Self.start + seconds * 1_000_000_000) }
    return [
      filter { _ in }, filter { $0.caller = "spiffe://poc.local/agent/1" }, filter { $0.tool = "tool-2" },
      filter { $0.decision = .deny }, filter { $0.code = "authz_policy_denied" }, filter { $0.session = "session-7" },
      filter { $0.trace = "trace-123" }, filter { $0.decisionID = "call-40" }, filter { $0.event = .outcome },
      filter { $0.tool = "never" }, filter { $0.session = "never" }, filter { $0.sequence = 77 },
      filter { $0.since = time(100) }, filter { $0.until = time(50) },
      filter { $0.since = time(33); $0.until = time(41) }, filter { $0.since = time(100_000) },
      filter { $0.caller = "spiffe://poc.local/agent/2"; $0.event = .decision; $0.since = time(60); $0.until = time(160) },
      filter { $0.decision = .allow; $0.tool = "tool-1"; $0.event = .outcome },
    ]
  }

  @Test func everyFilterFindsWhatReadingTheLogFinds() throws {
    try append(0..<300)
    let index = try AuditIndex(log)
    #expect(try index.update() == 300)
    for filter in filters {
      let expected = try scanned(filter)
      #expect(try found(index, AuditQuery(filter)) == expected, "\(filter)")
      #expect(try found(index, AuditQuery(filter, last: 5)) == expected.suffix(5), "\(filter)")
    }
  }

  @Test func itGoesOnWhereItStoppedThroughClosedSegments() throws {
    let index = try AuditIndex(log)
    for part in 0..<4 {
      try append((part * 80)..<(part * 80 + 80))
      #expect(try index.update() == UInt64(part * 80 + 80))
      #expect(try found(try AuditIndex(log), AuditQuery()) == scanned(AuditFilter()))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count { $0.hasPrefix("audit-") } > 3)
  }

  @Test func wordsOfArgumentsAndDetailsAreFound() throws {
    try append(0..<120)
    let index = try AuditIndex(log)
    try index.update()
    func sequences(_ words: String...) throws -> [Int] {
      try found(index, AuditQuery(words: words)).compactMap { try JSONValue.parse($0)["sequence"]?.intValue }
    }
    #expect(try sequences("report") == (0..<120).filter { $0 % 13 == 0 || $0 % 17 == 0 }.map { $0 + 1 })
    #expect(try sequences("REPORT", "26") == [27])
    #expect(try sequences("Report 26") == [27])
    #expect(try sequences("was read") == (0..<120).filter { $0 % 17 == 0 }.map { $0 + 1 })
    #expect(try sequences("absent").isEmpty)
    // What SQLite would read as its own language is only text.
    for hostile in ["\"", "a OR b", "x NEAR y", "text:report NOT a", "*", "'; DROP TABLE entry; --", "(", ""] {
      _ = try? sequences(hostile)
    }
    #expect(try found(index, AuditQuery()).count == 120)
    for line in try scanned(AuditFilter()) {
      let isFound = try found(index, AuditQuery(words: ["report"])).contains(line)
      #expect(AuditQuery(words: ["report"]).hasWords(line) == isFound)
    }
  }

  @Test func anIndexThatDoesNotFitTheLogIsMadeAnew() throws {
    try append(0..<50)
    let index = try AuditIndex(log)
    try index.update()
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasPrefix("audit") && !name.contains(".index") {
      try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
    }
    try append(100..<130)
    #expect(try index.update() == 30)
    #expect(try found(index, AuditQuery()) == scanned(AuditFilter()))
  }

  @Test func anIndexOfAnotherFormIsMadeAnew() throws {
    try append(0..<30)
    try AuditIndex(log).update()
    let index = try AuditIndex(log)
    try index.queue.write { try $0.execute(sql: "PRAGMA user_version = 99; DROP TABLE entry") }
    let again = try AuditIndex(log)
    #expect(try again.update() == 30)
    #expect(try found(again, AuditQuery()).count == 30)
  }

  @Test func aLogWhoseBeginningIsKeptElsewhereIsIndexedFromItsOldestSegment() throws {
    for part in 0..<3 { try append((part * 80)..<(part * 80 + 80)) }
    let first = try #require(
      FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("audit-") }.sorted().first)
    try FileManager.default.removeItem(atPath: "\(directory)/\(first)")
    let index = try AuditIndex(log)
    #expect(try index.update() == 240)
    #expect(try found(index, AuditQuery()) == scanned(AuditFilter()))
  }

  @Test func whatIsChangedInTheLogIsNotFoundAsItWas() throws {
    try append(0..<20, segmentBytesMax: 1 << 30)
    let index = try AuditIndex(log)
    try index.update()
    var bytes = [UInt8](try #require(FileManager.default.contents(atPath: log)))
    let name = Array("tool-3".utf8)
    for start in 0..<(bytes.count - name.count) where bytes[start..<(start + name.count)].elementsEqual(name) {
      bytes[start + 5] = UInt8(ascii: "9")
    }
    try Data(bytes).write(to: URL(filePath: log))
    var filter = AuditFilter()
    filter.tool = "tool-3"
    #expect(try found(index, AuditQuery(filter)).isEmpty)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

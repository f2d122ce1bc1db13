import Detection
import Dispatch
import FoundationEssentials
import Synchronization

/// Redacts the lines of a stream, chunk by chunk, on all cores, in order.
struct LineFilter {
  private let engine: DetectionEngine
  private let classes: Set<DetectionCategory>
  private var rest: [UInt8] = []
  /// Things edited out, by type.
  private(set) var counts: [String: Int] = [:]
  private(set) var withheld = 0

  /// A line that grows longer than this without an end is withheld: its end may never come.
  private static let lineBytesMax = 64 << 20
  /// Lines that one task takes at a time.
  private static let linesPerTask = 256

  init(_ engine: DetectionEngine, classes: Set<DetectionCategory>) {
    self.engine = engine
    self.classes = classes
  }

  /// The redacted lines that `chunk` completes.
  mutating func take(_ chunk: [UInt8]) -> [UInt8] {
    rest += chunk
    guard let last = rest.lastIndex(of: 0x0a) else {
      if rest.count > Self.lineBytesMax {
        rest = LineRedactor.withheld
        withheld += 1
      }
      return []
    }
    let lines = rest[..<last].split(separator: 0x0a, omittingEmptySubsequences: false)
    let result = redacted(lines)
    rest = Array(rest[(last + 1)...])
    return result
  }

  /// The last line, if it has no end.
  mutating func finish() -> [UInt8] {
    guard !rest.isEmpty else { return [] }
    var result = redacted([rest[...]])
    result.removeLast()
    rest = []
    return result
  }

  private mutating func redacted(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
    let tasks = (lines.count + Self.linesPerTask - 1) / Self.linesPerTask
    let done = Mutex<[Int: [LineRedactor.Line]]>([:])
    let (engine, classes) = (engine, classes)
    DispatchQueue.concurrentPerform(iterations: tasks) { task in
      let redactor = LineRedactor(engine, classes: classes)
      let own = lines[task * Self.linesPerTask..<min(lines.count, (task + 1) * Self.linesPerTask)]
      let result = own.map { redactor.redacted(Array($0)) }
      done.withLock { $0[task] = result }
    }
    var output: [UInt8] = []
    let results = done.withLock { $0 }
    for task in 0..<tasks {
      for line in results[task] ?? [] {
        for type in line.types { counts[type, default: 0] += 1 }
        if !line.isClean { withheld += 1 }
        output += line.bytes
        output.append(0x0a)
      }
    }
    return output
  }
}

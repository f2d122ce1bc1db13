public import Basics

/// Which lines of a policy were evaluated, in the shape of `opa test --coverage`: a line counts if an expression begins
/// or a rule stands there.
public struct RegoCoverage: Sendable {
  /// Rows, from 1, both included.
  public typealias Rows = ClosedRange<Int>

  public struct File: Sendable {
    public var covered: [Rows]
    public var notCovered: [Rows]

    public var coveredLines: Int { covered.reduce(0) { $0 + $1.count } }
    public var notCoveredLines: Int { notCovered.reduce(0) { $0 + $1.count } }
    /// Percent of the lines that count; 0 if none does.
    public var percent: Double { RegoCoverage.percent(coveredLines, notCoveredLines) }
  }

  /// By path.
  public private(set) var files: [String: File] = [:]

  init(_ program: Program, reached: Set<Int32>) {
    var hit: [Int32: Set<Int>] = [:]
    var all: [Int32: Set<Int>] = [:]
    for (index, mark) in program.marks.enumerated() where mark.kind != .entry && mark.location.row > 0 {
      all[mark.location.file, default: []].insert(Int(mark.location.row))
      if reached.contains(Int32(index)) { hit[mark.location.file, default: []].insert(Int(mark.location.row)) }
    }
    for (index, path) in program.sources.enumerated() {
      let covered = hit[Int32(index)] ?? []
      let missed = (all[Int32(index)] ?? []).subtracting(covered)
      files[path] = File(covered: Self.ranges(covered), notCovered: Self.ranges(missed))
    }
  }

  public var coveredLines: Int { files.values.reduce(0) { $0 + $1.coveredLines } }
  public var notCoveredLines: Int { files.values.reduce(0) { $0 + $1.notCoveredLines } }
  public var percent: Double { Self.percent(coveredLines, notCoveredLines) }

  private static func percent(_ covered: Int, _ missed: Int) -> Double {
    covered + missed == 0 ? 0 : 100 * Double(covered) / Double(covered + missed)
  }

  /// Rows that follow each other, together.
  private static func ranges(_ rows: Set<Int>) -> [Rows] {
    rows.sorted().reduce(into: []) { result, row in
      if let last = result.last, last.upperBound + 1 == row {
        result[result.count - 1] = last.lowerBound...row
      } else {
        result.append(row...row)
      }
    }
  }
}

extension RegoCoverage {
  public var json: JSONValue {
    let reports = files.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value.json) }
    return [
      "files": .object(JSONObject(reports)), "covered_lines": .integer(coveredLines),
      "not_covered_lines": .integer(notCoveredLines), "coverage": RegoCoverage.number(percent),
    ]
  }

  /// One line a file, with the rows that are missing, and the total.
  public var text: String {
    var lines = files.sorted { $0.key < $1.key }.map { path, file in
      let missing = file.notCovered.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      let rest = missing.isEmpty ? "" : ", not covered: " + missing.joined(separator: ", ")
      return "\(path): \(RegoCoverage.rounded(file.percent))%\(rest)"
    }
    lines.append("COVERAGE: \(RegoCoverage.rounded(percent))%")
    return lines.joined(separator: "\n")
  }

  /// Two decimals.
  private static func rounded(_ percent: Double) -> Double { (percent * 100).rounded() / 100 }

  static func number(_ value: Double) -> JSONValue {
    if let whole = Int(exactly: value) { return .integer(whole) }
    return (try? JSONValue.parse("\(value)")) ?? .null
  }
}

extension RegoCoverage.File {
  /// Members without a value are left out, as OPA does.
  var json: JSONValue {
    var record = JSONObject()
    if !covered.isEmpty { record["covered"] = Self.json(covered) }
    if !notCovered.isEmpty { record["not_covered"] = Self.json(notCovered) }
    if coveredLines > 0 { record["covered_lines"] = .integer(coveredLines) }
    if notCoveredLines > 0 { record["not_covered_lines"] = .integer(notCoveredLines) }
    if coveredLines > 0 { record["coverage"] = RegoCoverage.number(percent) }
    return .object(record)
  }

  private static func json(_ ranges: [RegoCoverage.Rows]) -> JSONValue {
    .array(ranges.map { ["start": ["row": .integer($0.lowerBound)], "end": ["row": .integer($0.upperBound)]] })
  }
}

/// Why something could not be read, compiled or opened: whole sentences that name the file, the place and the fix.
public struct LoadProblem: Error, Sendable, CustomStringConvertible {
  /// Which part: `configuration`, `registry`, `policy`, `detection`, `identity`, `audit`, `state`, `listener`.
  public let part: String
  public let lines: [String]

  public init(_ part: String, _ lines: [String]) {
    self.part = part
    self.lines = lines
  }

  public init(_ part: String, _ error: some Error) { self.init(part, ["\(error)"]) }

  public var description: String { lines.map { "\(part): \($0)" }.joined(separator: "\n") }
}

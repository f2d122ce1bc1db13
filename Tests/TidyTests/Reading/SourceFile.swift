/// One Swift file of the package, read as text.
struct SourceFile {
  /// Path from the package root, such as `Sources/MCP/Envelope/Envelope.swift`.
  let path: String
  /// First folder below `Sources` or `Tests`.
  let target: String
  let isTest: Bool
  let lines: [String]
  /// The same lines without comments and string contents.
  let codeLines: [String]
  /// The same lines with comments only.
  let commentLines: [String]
  let functions: [FunctionSpan]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    isTest = parts.first == "Tests"
    target = parts.count > 1 ? parts[1] : ""
    let mask = SourceMask(bytes)
    lines = Self.lines(of: bytes)
    codeLines = Self.lines(of: mask.code)
    commentLines = Self.lines(of: mask.comments)
    functions = FunctionSpan.all(in: mask.code)
  }

  var isGenerated: Bool { path.hasSuffix(".pb.swift") || path.hasSuffix(".grpc.swift") }

  /// Targets whose name begins in lower case are programs.
  var isProgram: Bool { target.utf8.first.map { 0x61...0x7A ~= $0 } ?? false }

  private static func lines(of bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A violation at a line counted from 0.
  func note(_ line: Int, _ text: String) -> String { "\(path):\(line + 1): \(text)" }
}

/// Reads the lines that patches add, as `git log --patch` and `git diff` print them with no lines around.
///
/// Fed line by line, so that a history of any size needs no more memory than its largest hunk.
public struct PatchReader {
  private var commit: String?
  private var path: String?
  private var line = 0
  private var first = 0
  private var added: [UInt8] = []
  /// Bytes of one hunk; what is longer is taken in pieces.
  private static let hunkBytesMax = 8 << 20

  public init() {}

  /// Takes the next line, without its end.
  ///
  /// - Returns: What is complete now.
  public mutating func take(_ text: ArraySlice<UInt8>) -> SourceText? {
    if text.starts(with: "commit ".utf8), text.count >= 47 {
      let done = close()
      commit = String(decoding: text.dropFirst(7).prefix(40), as: UTF8.self)
      path = nil
      return done
    }
    if text.starts(with: "diff --git ".utf8) {
      let done = close()
      path = nil
      return done
    }
    if text.starts(with: "+++ ".utf8), path == nil {
      let name = String(decoding: text.dropFirst(4), as: UTF8.self)
      path = name.hasPrefix("b/") ? String(name.dropFirst(2)) : name == "/dev/null" ? nil : name
      return nil
    }
    if text.starts(with: "@@ ".utf8) {
      let done = close()
      line = Self.start(of: text)
      first = line
      return done
    }
    guard path != nil, text.first == 0x2b else { return nil }
    added += text.dropFirst()
    added.append(0x0a)
    line += 1
    return added.count > Self.hunkBytesMax ? close() : nil
  }

  /// What the last lines were.
  public mutating func finish() -> SourceText? { close() }

  private mutating func close() -> SourceText? {
    defer {
      added = []
      first = line
    }
    guard let path, !added.isEmpty else { return nil }
    return SourceText(path: path, commit: commit, firstLine: max(1, first), bytes: added)
  }

  /// The first new line of `@@ -a,b +c,d @@`.
  private static func start(of header: ArraySlice<UInt8>) -> Int {
    guard let plus = header.firstIndex(of: 0x2b) else { return 1 }
    return Int(String(decoding: header[(plus + 1)...].prefix { ASCII.isDigit($0) }, as: UTF8.self)) ?? 1
  }
}

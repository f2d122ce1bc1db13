/// `semver.*` (Semantic Versioning 2.0.0).
extension Builtins {
  static let versions: [Builtin] = [
    Builtin("semver.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      return .boolean(SemanticVersion(call[0].text.string) != nil)
    },
    Builtin("semver.compare", 2) { call throws(BuiltinError) in
      let first = try call.string(0)
      let second = try call.string(1)
      guard let left = SemanticVersion(first) else {
        throw .failed("operand 1: string \"\(first)\" is not a valid SemVer")
      }
      guard let right = SemanticVersion(second) else {
        throw .failed("operand 2: string \"\(second)\" is not a valid SemVer")
      }
      return .integer(left.compare(right))
    },
  ]
}

/// Major, minor, patch and pre-release; build metadata does not count.
struct SemanticVersion {
  private let numbers: [Int64]
  private let preRelease: [Substring]

  init?(_ text: String) {
    let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    if withoutBuild.count == 2, !SemanticVersion.isIdentifierList(withoutBuild[1]) { return nil }
    let parts = withoutBuild[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let core = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard core.count == 3 else { return nil }
    var numbers: [Int64] = []
    for part in core {
      guard part.utf8.allSatisfy(Lexer.isDigit), part.utf8.count == 1 || part.first != "0", let number = Int64(part)
      else { return nil }
      numbers.append(number)
    }
    self.numbers = numbers
    guard parts.count == 2 else {
      preRelease = []
      return
    }
    guard SemanticVersion.isIdentifierList(parts[1]) else { return nil }
    preRelease = parts[1].split(separator: ".")
  }

  private static func isIdentifierList(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 != UInt8(ascii: "_") && Lexer.isNamePart($0) }
    }
  }

  func compare(_ other: SemanticVersion) -> Int {
    for (left, right) in zip(numbers, other.numbers) where left != right { return left < right ? -1 : 1 }
    if preRelease.isEmpty || other.preRelease.isEmpty {
      return preRelease.isEmpty ? (other.preRelease.isEmpty ? 0 : 1) : -1
    }
    for (left, right) in zip(preRelease, other.preRelease) where left != right {
      switch (Int64(left), Int64(right)) {
      case (let a?, let b?): return a < b ? -1 : 1
      case (_?, nil): return -1
      case (nil, _?): return 1
      default: return left < right ? -1 : 1
      }
    }
    return preRelease.count == other.preRelease.count ? 0 : preRelease.count < other.preRelease.count ? -1 : 1
  }
}

import Basics

/// A closed set of words that a key may have as its value.
public protocol SettingChoice: Sendable, CaseIterable, RawRepresentable<String>, Equatable {}

extension Field {
  /// One word of a closed set.
  static func choice<Choice: SettingChoice>(
    _ name: String, _ value: Place<Choice>
  ) -> Field {
    leaf(name, value, allowed: words(of: Choice.self)) {
      readChoice($0)
    } render: {
      .string($0.rawValue)
    }
  }

  /// Some words of a closed set.
  static func choices<Choice: SettingChoice>(
    _ name: String, _ value: Place<[Choice]>
  ) -> Field {
    leaf(name, value, allowed: "list of: \(words(of: Choice.self))") { node in
      readList(node) { readChoice($0) }
    } render: {
      .array($0.map { .string($0.rawValue) })
    }
  }

  private static func words<Choice: SettingChoice>(of _: Choice.Type) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func readChoice<Choice: SettingChoice>(_ node: SourceNode) -> Result<Choice, Fault> {
    guard case .scalar(let text, _) = node.content else {
      return .failure(.wrongType(node, expected: "a word"))
    }
    if let choice = Choice(rawValue: text) { return .success(choice) }
    let nearest = Spelling.nearest(to: text, among: Choice.allCases.map(\.rawValue))
    let hint = nearest.map { ", did you mean \"\($0)\"?" } ?? ""
    return .failure(Fault(.notAllowed, "found \(node.found)\(hint)"))
  }
}

import Basics

extension Field {
  /// A text.
  static func text(
    _ name: String, _ value: Place<String>, _ rule: TextRule
  ) -> Field {
    leaf(name, value, allowed: rule.allowed, read: readText, check: rule.check) { .string($0) }
  }

  /// A text that may be left empty, which means that there is none.
  static func text(
    _ name: String, _ value: Place<String?>, _ rule: TextRule
  ) -> Field {
    leaf(name, value, allowed: "\(rule.allowed), or empty") { node in
      if case .empty = node.content { return .success(nil) }
      return readText(node).map(Optional.some)
    } check: { text, files in
      text.flatMap { rule.check($0, files) }
    } render: {
      $0.map(JSONValue.string) ?? .null
    }
  }

  /// A list of texts.
  static func texts(
    _ name: String, _ value: Place<[String]>, _ rule: TextRule
  ) -> Field {
    leaf(name, value, allowed: "list of: \(rule.allowed)") { node in
      readList(node, of: readText)
    } check: { texts, files in
      for text in texts {
        if let fault = rule.check(text, files) { return fault }
      }
      return nil
    } render: {
      .array($0.map(JSONValue.string))
    }
  }

  static func readText(_ node: SourceNode) -> Result<String, Fault> {
    guard case .scalar(let text, _) = node.content else {
      return .failure(.wrongType(node, expected: "text"))
    }
    return .success(text)
  }

  /// Reads each element of a list; the first that does not fit is the fault.
  static func readList<Value>(
    _ node: SourceNode, of read: (SourceNode) -> Result<Value, Fault>
  ) -> Result<[Value], Fault> {
    let elements: [SourceNode]
    switch node.content {
    case .list(let nodes): elements = nodes
    case .empty: elements = []
    default: return .failure(.wrongType(node, expected: "a list"))
    }
    var values: [Value] = []
    for element in elements {
      switch read(element) {
      case .success(let value): values.append(value)
      case .failure(let fault): return .failure(fault)
      }
    }
    return .success(values)
  }
}

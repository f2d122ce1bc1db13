import Basics

/// Why a value does not fit its key.
struct Fault: Error {
  let code: ConfigurationProblem.Code
  let message: String
  /// Where, if not where the whole value stands.
  let origin: Origin?

  init(_ code: ConfigurationProblem.Code, _ message: String, at origin: Origin? = nil) {
    self.code = code
    self.message = message
    self.origin = origin
  }

  static func wrongType(_ node: SourceNode, expected: String) -> Fault {
    Fault(.wrongType, "found \(node.found), expected \(expected)", at: node.origin)
  }
}

extension Field {
  /// A key with one value.
  ///
  /// - Parameters:
  ///   - read: What was written, as a value.
  ///   - check: What is wrong with a value; asked of the default too, because a default may name a file.
  static func leaf<Value: Sendable>(
    _ name: String, _ value: Place<Value>, allowed: String,
    read: @escaping @Sendable (SourceNode) -> Result<Value, Fault>,
    check: @escaping @Sendable (Value, FileProbe) -> Fault? = { _, _ in nil },
    render: @escaping @Sendable (Value) -> JSONValue
  ) -> Field {
    Field(name: name, allowed: allowed, children: []) { node, section, decoding in
      let reading = node.map(read) ?? .success(section[keyPath: value])
      let checked = reading.flatMap { new in
        check(new, decoding.files).map(Result.failure) ?? .success(new)
      }
      switch checked {
      case .success(let new): section[keyPath: value] = new
      case .failure(let fault):
        let origin = fault.origin ?? decoding.origin(of: name)
        decoding.report(fault.code, name, at: origin, "\(fault.message); allowed: \(allowed)")
      }
    } render: { section in
      render(section[keyPath: value])
    }
  }
}

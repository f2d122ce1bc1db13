import Basics
import YAML

extension Field {
  /// A whole number with its unit, such as `bytes`; the unit is also the end of the key's name.
  static func integer(
    _ name: String, _ value: Place<Int>, _ range: ClosedRange<Int>, unit: String
  ) -> Field {
    leaf(name, value, allowed: "integer, \(unit), \(range.lowerBound)…\(range.upperBound)") { node in
      readInteger(node, range)
    } render: {
      .integer($0)
    }
  }

  /// A time in milliseconds; the name ends in `_ms`.
  static func milliseconds(
    _ name: String, _ value: Place<Duration>, _ range: ClosedRange<Int>
  ) -> Field {
    leaf(name, value, allowed: "integer, milliseconds, \(range.lowerBound)…\(range.upperBound)") { node in
      readInteger(node, range).map { Duration.milliseconds($0) }
    } render: {
      .integer($0.wholeMilliseconds)
    }
  }

  /// A number that may have a fraction.
  static func number(
    _ name: String, _ value: Place<Double>, _ range: ClosedRange<Double>
  ) -> Field {
    leaf(name, value, allowed: "number, \(range.lowerBound)…\(range.upperBound)") { node in
      guard let number = readNumber(node) else { return .failure(.wrongType(node, expected: "a number")) }
      guard range.contains(number.double) else { return .failure(Fault(.notAllowed, "found \(number.text)")) }
      return .success(number.double)
    } render: {
      JSONNumber($0).map(JSONValue.number) ?? .null
    }
  }

  /// `true` or `false`.
  static func toggle(_ name: String, _ value: Place<Bool>) -> Field {
    leaf(name, value, allowed: "true or false") { node in
      guard case .scalar(let text, false) = node.content, case .bool(let flag) = YAMLScalar(plain: text)
      else {
        return .failure(.wrongType(node, expected: "true or false"))
      }
      return .success(flag)
    } render: {
      .bool($0)
    }
  }

  private static func readInteger(_ node: SourceNode, _ range: ClosedRange<Int>) -> Result<Int, Fault> {
    guard let whole = readNumber(node)?.int64 else {
      return .failure(.wrongType(node, expected: "a whole number"))
    }
    guard let value = Int(exactly: whole), range.contains(value) else {
      return .failure(Fault(.notAllowed, "found \(whole)"))
    }
    return .success(value)
  }

  private static func readNumber(_ node: SourceNode) -> JSONNumber? {
    guard case .scalar(let text, false) = node.content, case .number(let number) = YAMLScalar(plain: text)
    else {
      return nil
    }
    return number
  }
}

extension Duration {
  /// Rounded down; exact for every value that a configuration can hold.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(clamping: seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}

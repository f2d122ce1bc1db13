/// `json.marshal_with_options`.
extension Builtins {
  static let marshalling: [Builtin] = [
    Builtin("json.marshal_with_options", 2) { call throws(BuiltinError) in
      let options = try call.object(1)
      var indent = "\t"
      var prefix = ""
      var isPretty: Bool?
      for index in 0..<options.count {
        let value = options.value(index)
        switch options.key(index).stringValue {
        case "indent":
          guard let text = value.stringValue else { throw .operand(2, "key indent must be string") }
          indent = text
          isPretty = isPretty ?? true
        case "prefix":
          guard let text = value.stringValue else { throw .operand(2, "key prefix must be string") }
          prefix = text
          isPretty = isPretty ?? true
        case "pretty":
          guard let flag = value.booleanValue else { throw .operand(2, "key pretty must be boolean") }
          isPretty = flag
        default:
          throw .operand(2, "object contained unknown key \(options.key(index))")
        }
      }
      guard isPretty == true else { return call.string(call[0].marshalled) }
      let measure = call[0].measure
      let (margins, isHuge) = (prefix.utf8.count + indent.utf8.count * Int(measure.depth))
        .multipliedReportingOverflow(by: Int(clamping: measure.size))
      try call.reserve(isHuge ? .max : margins)
      var bytes = Array(prefix.utf8)
      IndentedJSON(indent: Array(indent.utf8), prefix: Array(prefix.utf8)).write(call[0], depth: 0, &bytes)
      return call.string(bytes)
    }
  ]
}

/// JSON over several lines, as Go's `MarshalIndent` lays it out.
private struct IndentedJSON {
  let indent: [UInt8]
  let prefix: [UInt8]

  func write(_ value: Value, depth: Int, _ bytes: inout [UInt8]) {
    guard let count = value.memberCount, count > 0 else {
      if value.has(.array) || value.has(.set) {
        bytes.append(contentsOf: "[]".utf8)
      } else {
        bytes.append(contentsOf: value.marshalled)
      }
      return
    }
    bytes.append(value.has(.object) ? UInt8(ascii: "{") : UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(depth + 1, &bytes)
      if value.has(.object) {
        let key = value.table.key(index)
        var name: [UInt8] = []
        Value.appendQuoted(key.stringValue ?? key.jsonText, to: &name)
        bytes.append(contentsOf: Value.escapingHTML(name))
        bytes.append(contentsOf: ": ".utf8)
        write(value.table.value(index), depth: depth + 1, &bytes)
      } else {
        write(value.has(.array) ? value.elements[index] : value.table.key(index), depth: depth + 1, &bytes)
      }
    }
    newLine(depth, &bytes)
    bytes.append(value.has(.object) ? UInt8(ascii: "}") : UInt8(ascii: "]"))
  }

  private func newLine(_ depth: Int, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: prefix)
    for _ in 0..<depth { bytes.append(contentsOf: indent) }
  }
}

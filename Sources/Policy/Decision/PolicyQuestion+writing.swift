public import Basics

extension PolicyQuestion {
  /// How arguments are written.
  public enum WrittenArguments: Sendable {
    case asTheyAre
    case omitted
    /// JSON to stand in their place.
    case text([UInt8])
  }

  /// Writes the whole input document, as policies elsewhere may read it: every key, both spellings.
  public func write(to writer: inout JSONWriter, arguments written: WrittenArguments = .asTheyAre) {
    writer.beginObject()
    for (key, part) in InputNeeds.keys {
      if case .omitted = written, part == .arguments { continue }
      writer.key(escaping: key)
      switch part {
      case .caller: writer.string(caller)
      case .callee: Self.write(callee, to: &writer)
      case .method: writer.string(method)
      case .tool: Self.write(toolName, to: &writer)
      case .arguments: if case .text(let text) = written { writer.raw(text) } else { writeArguments(to: &writer) }
      case .toolInfo: Self.write(toolInfo, to: &writer)
      case .principal: Self.write(principal, to: &writer)
      case .session: Self.write(session, to: &writer)
      default: Self.write(request, to: &writer)
      }
    }
    writer.endObject()
  }

  private func writeArguments(to writer: inout JSONWriter) {
    switch arguments {
    case .none: Self.write(JSONValue?.none, to: &writer)
    case .node(let document, let node): writer.raw(document.bytes[document.range(at: node)])
    case .value(let value): writer.value(value)
    }
  }

  private static func write(_ text: String?, to writer: inout JSONWriter) {
    if let text { writer.string(text) } else { writer.null() }
  }

  private static func write(_ value: JSONValue?, to writer: inout JSONWriter) {
    writer.value(value ?? .object(JSONObject()))
  }
}

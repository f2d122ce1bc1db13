import Basics

/// Writes JSON-RPC messages by hand into bytes.
///
/// Ids and results go in as the bytes they came in, so that nothing is rounded or reordered.
///
/// - Source: JSON-RPC 2.0 §4 and §5.
public enum JSONRPCWriter {
  /// What stands for the id of a request that could not be read.
  public enum MissingID: Sendable {
    /// `"id":null`, as JSON-RPC 2.0 §5 says.
    case null
    /// No member at all, as the schema of MCP 2026-07-28 wants it.
    case omitted
  }

  /// An error response.
  ///
  /// - Parameters:
  ///   - id: The request's id as it was sent (a string with its quotes), such as ``Envelope/rawID``.
  ///   - data: JSON text for the `data` member.
  public static func error(
    id: (some Collection<UInt8>)?, code: Int, message: String, data: [UInt8]? = nil, missingID: MissingID = .null
  ) -> [UInt8] {
    var writer = opening(capacity: 96 + message.utf8.count + (data?.count ?? 0))
    if let id {
      writer.key("id")
      writer.raw(id)
    } else if missingID == .null {
      writer.key("id")
      writer.null()
    }
    writer.key("error")
    writer.beginObject()
    writer.key("code")
    writer.integer(code)
    writer.key("message")
    writer.string(message)
    if let data {
      writer.key("data")
      writer.raw(data)
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// An error response to a request that could not be read.
  public static func error(
    code: Int, message: String, data: [UInt8]? = nil, missingID: MissingID = .null
  ) -> [UInt8] {
    error(id: [UInt8]?.none, code: code, message: message, data: data, missingID: missingID)
  }

  /// A response whose `result` is the JSON text given.
  public static func result(id: some Collection<UInt8>, result: some Collection<UInt8>) -> [UInt8] {
    var writer = opening(capacity: 48 + id.count + result.count)
    writer.key("id")
    writer.raw(id)
    writer.key("result")
    writer.raw(result)
    writer.endObject()
    return writer.bytes
  }

  /// A tool result that says in words why there is none, for the model to read.
  ///
  /// - Parameters:
  ///   - structured: JSON text of an object for `structuredContent`.
  ///   - era: Modern results say that they are complete.
  public static func toolError(
    id: some Collection<UInt8>, text: String, structured: [UInt8]? = nil, era: Era
  ) -> [UInt8] {
    var result = JSONWriter(capacity: 96 + text.utf8.count + (structured?.count ?? 0))
    result.beginObject()
    if era == .modern {
      result.key("resultType")
      result.string("complete")
    }
    result.key("content")
    result.beginArray()
    result.beginObject()
    result.key("type")
    result.string("text")
    result.key("text")
    result.string(text)
    result.endObject()
    result.endArray()
    if let structured {
      result.key("structuredContent")
      result.raw(structured)
    }
    result.key("isError")
    result.bool(true)
    result.endObject()
    return self.result(id: id, result: result.bytes)
  }

  /// A request of our own.
  public static func request(id: some Collection<UInt8>, method: Method, params: [UInt8]? = nil) -> [UInt8] {
    message(id: Array(id), method: method, params: params)
  }

  public static func notification(method: Method, params: [UInt8]? = nil) -> [UInt8] {
    message(id: nil, method: method, params: params)
  }

  private static func message(id: [UInt8]?, method: Method, params: [UInt8]?) -> [UInt8] {
    var writer = opening(capacity: 64 + method.name.utf8.count + (params?.count ?? 0))
    if let id {
      writer.key("id")
      writer.raw(id)
    }
    writer.key("method")
    writer.string(method.name)
    if let params {
      writer.key("params")
      writer.raw(params)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func opening(capacity: Int) -> JSONWriter {
    var writer = JSONWriter(capacity: capacity)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    return writer
  }
}

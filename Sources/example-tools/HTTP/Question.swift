import NIOHTTP1

/// One HTTP request, read whole.
struct Question {
  var method: HTTPMethod
  var headers: HTTPHeaders
  var body: [UInt8]

  /// The header's value, if it is there exactly once.
  func header(_ name: String) -> String? {
    let values = headers[name]
    return values.count == 1 ? values[0] : nil
  }
}

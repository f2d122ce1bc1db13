/// Why bytes are not an HTTP/1.1 message that the gateway accepts.
///
/// Strict on purpose: whatever two servers may read differently is refused. Source: RFC 9112 §3, §5, §6, §11.2.
enum HTTPError: String, Error, Sendable {
  case headTooLarge = "http_head_too_large"
  case tooManyFields = "http_too_many_fields"
  case badStartLine = "http_bad_start_line"
  case badField = "http_bad_field"
  case badLineEnd = "http_bad_line_end"
  case badVersion = "http_bad_version"
  case badTarget = "http_bad_target"
  case missingHost = "http_missing_host"
  case duplicateField = "http_duplicate_field"
  case badContentLength = "http_bad_content_length"
  case lengthConflict = "http_length_conflict"
  case badTransferEncoding = "http_bad_transfer_encoding"
  case badChunk = "http_bad_chunk"
  case unexpectedEnd = "http_unexpected_end"

  /// The status for the peer that sent it.
  var status: Int {
    switch self {
    case .headTooLarge, .tooManyFields: 431
    case .badVersion: 505
    case .badTransferEncoding: 501
    default: 400
    }
  }

  /// One sentence for people.
  var message: String {
    switch self {
    case .headTooLarge: "The header section is too large."
    case .tooManyFields: "There are too many header fields."
    case .badStartLine: "The first line is not that of an HTTP/1.1 message."
    case .badField: "A header field is malformed."
    case .badLineEnd: "A line does not end in CR LF."
    case .badVersion: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    case .badTarget: "The request target must be an absolute path."
    case .missingHost: "Exactly one Host field is needed."
    case .duplicateField: "A field that may occur once occurs twice."
    case .badContentLength: "Content-Length is not one number."
    case .lengthConflict: "Content-Length and Transfer-Encoding exclude each other."
    case .badTransferEncoding: "The only transfer coding spoken here is chunked."
    case .badChunk: "The chunked body is malformed."
    case .unexpectedEnd: "The message ended too early."
    }
  }
}

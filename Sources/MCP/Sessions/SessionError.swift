/// Why a session does not take a message.
public enum SessionError: String, Error, Sendable, CaseIterable {
  /// Unknown, ended, idle for too long, or another principal's: a caller cannot tell which.
  case notFound = "session_not_found"
  case missing = "session_missing"
  case tooMany = "session_too_many"
  case requestIDInUse = "session_request_id_in_use"
  case tooManyRequests = "session_too_many_requests"
  case responseNotAwaited = "session_response_not_awaited"
  case streamOpenAlready = "session_stream_open_already"

  /// - Source: MCP 2025-11-25, Transports: 400 without a session, 404 for an ended one.
  public var httpStatus: Int {
    switch self {
    case .notFound: 404
    case .streamOpenAlready: 409
    case .tooMany, .tooManyRequests: 503
    case .missing, .requestIDInUse, .responseNotAwaited: 400
    }
  }
}

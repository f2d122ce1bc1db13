public import Basics

extension ApprovalGrant {
  /// The request with the token in the clear: for the one answer that tells it.
  public func document(at now: Timestamp) -> JSONValue {
    var object = request.document(at: now).objectValue ?? JSONObject()
    object["token"] = .string(token.exposed())
    object["approval_expires_at"] = .string(expiresAt.rfc3339)
    return .object(object)
  }
}

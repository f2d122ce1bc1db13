/// What a proof says of a caller beyond its ID.
public struct PrincipalAttributes: Sendable, Hashable {
  /// The person behind the call.
  public var user: String?
  public var roles: [String]
  public var scopes: [String]
  public var tenant: String?
  public var clientID: String?
  /// Who acts for whom: the present actor first, as the `act` claims nest. Source: RFC 8693 §4.1.
  public var delegation: [String]

  public static let none = PrincipalAttributes()

  public init(
    user: String? = nil, roles: [String] = [], scopes: [String] = [], tenant: String? = nil,
    clientID: String? = nil,
    delegation: [String] = []
  ) {
    self.user = user
    self.roles = roles
    self.scopes = scopes
    self.tenant = tenant
    self.clientID = clientID
    self.delegation = delegation
  }
}

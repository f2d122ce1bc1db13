/// One row of the method catalogue: what the protocol's revisions say of a method.
public struct MethodEntry: Sendable {
  public enum Kind: Sendable { case request, notification }

  /// What the message is about, and where that stands in `params`.
  public enum Subject: Sendable {
    case none
    /// `params.name`: a tool or a prompt.
    case name
    /// `params.uri`: a resource.
    case uri
    /// `params.taskId`.
    case task
    /// `params.ref.name` of a prompt or `params.ref.uri` of a resource template.
    case reference
  }

  /// What the message may bring about, from harmless to not.
  public enum Effect: String, Sendable {
    /// Opens, describes or keeps alive the conversation itself.
    case handshake
    /// Lists what exists.
    case list
    /// Reads content.
    case read
    /// Runs a tool.
    case call
    /// Starts or ends a flow of later messages.
    case subscribe
    /// Asks about, feeds or ends earlier work.
    case task
    /// Asks the other side's model, person or file system.
    case ask
    /// Tells; nothing is answered.
    case tell
  }

  public let name: String
  public let kind: Kind
  public let subject: Subject
  public let effect: Effect
  /// Revisions in which a client may send it.
  public let fromClient: Revisions
  /// Revisions in which a server may send it as a message of its own.
  public let fromServer: Revisions
  /// Revisions in which a server may put it into `inputRequests` of a result instead of sending it.
  public let embedded: Revisions
  /// Revisions in which it exists only where both sides declared its extension.
  public let byExtension: Revisions
  /// Whether modern requests repeat the subject in the `Mcp-Name` header.
  public let isNameMirrored: Bool

  init(
    _ name: String, _ kind: Kind, _ effect: Effect, _ subject: Subject = .none,
    client: Revisions = [], server: Revisions = [], embedded: Revisions = [], byExtension: Revisions = [],
    mirrored: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.effect = effect
    self.subject = subject
    self.fromClient = client
    self.fromServer = server
    self.embedded = embedded
    self.byExtension = byExtension
    self.isNameMirrored = mirrored
  }

  /// Whether `sender` may send this as a message of its own in `version`.
  public func isAllowed(from sender: Sender, in version: ProtocolVersion) -> Bool {
    switch sender {
    case .client: fromClient.contains(version)
    case .server: fromServer.contains(version)
    }
  }
}

/// The side of the conversation that a message comes from.
public enum Sender: String, Sendable { case client, server }

/** What is used of nodemailer, which comes without types. */
declare module 'nodemailer' {
  import type { Socket } from 'node:net';

  interface SmtpOptions {
    host: string;
    port: number;
    secure: boolean;
    requireTLS?: boolean;
    ignoreTLS?: boolean;
    auth?: { user: string; pass: string } | undefined;
    disableFileAccess: boolean;
    disableUrlAccess: boolean;
    connectionTimeout: number;
    greetingTimeout: number;
    socketTimeout: number;
    getSocket(
      options: unknown,
      callback: (cause: Error | null, socket?: { connection: Socket }) => void,
    ): void;
  }

  interface Mail {
    from: string;
    to: string[];
    subject: string;
    text: string;
    messageId?: string;
    headers?: Record<string, string>;
  }

  interface Sent {
    response: string;
    accepted: string[];
    rejected: string[];
  }

  const nodemailer: {
    createTransport(options: SmtpOptions): { sendMail(mail: Mail): Promise<Sent>; close(): void };
  };
  export default nodemailer;
}

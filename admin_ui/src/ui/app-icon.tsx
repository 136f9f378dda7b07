/** The icons that documents may name, in one stroke set. */

import {
  Activity,
  BadgeCheck,
  BarChart3,
  BookOpen,
  Box,
  Briefcase,
  Building2,
  Calendar,
  CheckSquare,
  ClipboardList,
  Contact,
  ExternalLink,
  FileText,
  Filter,
  Flag,
  Folder,
  Handshake,
  House,
  Inbox,
  type LucideIcon,
  Mail,
  MapPin,
  Megaphone,
  MessageSquare,
  Package,
  Phone,
  Receipt,
  ShoppingCart,
  Star,
  Table2,
  Tag,
  Target,
  Ticket,
  User,
  UserPlus,
  Users,
  Wallet,
  Waves,
} from "lucide-react";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  activity: Activity,
  "badge-check": BadgeCheck,
  "bar-chart": BarChart3,
  "book-open": BookOpen,
  box: Box,
  briefcase: Briefcase,
  building: Building2,
  "building-2": Building2,
  calendar: Calendar,
  "check-square": CheckSquare,
  "clipboard-list": ClipboardList,
  contact: Contact,
  "external-link": ExternalLink,
  "file-text": FileText,
  filter: Filter,
  flag: Flag,
  folder: Folder,
  funnel: Filter,
  handshake: Handshake,
  home: House,
  house: House,
  inbox: Inbox,
  mail: Mail,
  "map-pin": MapPin,
  megaphone: Megaphone,
  message: MessageSquare,
  "message-square": MessageSquare,
  package: Package,
  phone: Phone,
  receipt: Receipt,
  "shopping-cart": ShoppingCart,
  star: Star,
  table: Table2,
  tag: Tag,
  target: Target,
  ticket: Ticket,
  user: User,
  "user-plus": UserPlus,
  users: Users,
  wallet: Wallet,
  waves: Waves,
};

interface AppIconProps {
  name?: string | null | undefined;
  size?: number;
  /** Menus put the distance to the text on their icons. */
  className?: string;
}

/** The named icon; a table for a name that is not in the set. */
export function AppIcon({ name, size = 16, className = "" }: AppIconProps) {
  const Icon = ICONS[name ?? ""] ?? Table2;
  return <Icon className={className} size={size} strokeWidth={1.8} aria-hidden="true" />;
}
